package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/** Which members of the schemas are always there, and which may be null: as the records say of which they are made. */
final class DocumentedMembers {

    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);
    private static final String ALWAYS = JsonInclude.Include.ALWAYS.name();
    private static final String EMPTY_NOT = JsonInclude.Include.NON_EMPTY.name();
    private static final String REFERENCE = "#/components/schemas/";

    private DocumentedMembers() {}

    static void complete(OpenAPI document, IndexView classes) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> asked = asked(document, schemas);
        for (AnnotationInstance annotation : classes.getAnnotations(SCHEMA)) {
            if (annotation.target().kind() == AnnotationTarget.Kind.CLASS
                    && annotation.target().asClass().isRecord()) {
                ClassInfo type = annotation.target().asClass();
                String name = Optional.ofNullable(annotation.value("name"))
                        .map(AnnotationValue::asString)
                        .orElse(type.simpleName());
                Schema schema = schemas.get(name);
                if (schema != null) {
                    complete(schema, type, asked.contains(name));
                }
            }
        }
    }

    /** @param asked whether callers write it: then what may be null may be left out */
    private static void complete(Schema schema, ClassInfo type, boolean asked) {
        List<String> required = new ArrayList<>();
        for (RecordComponentInfo component : type.recordComponentsInDeclarationOrder()) {
            Schema member = Objects.requireNonNull(schema.getProperties().get(component.name()), component::name);
            boolean nullable = component.type().hasAnnotation(NULLABLE);
            if (member.getRef() != null) {
                member.setType(null);
            }
            if (nullable && !asked && isWrittenAsNull(type, component)) {
                member.setType(List.of(member.getType().get(0), SchemaType.NULL));
                required.add(component.name());
            } else if (!nullable && !isLeftOutWhereEmpty(type, component)) {
                required.add(component.name());
            }
        }
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static boolean isLeftOutWhereEmpty(ClassInfo type, RecordComponentInfo component) {
        AnnotationInstance own = type.field(component.name()).annotation(INCLUDE);
        return own != null && own.value() != null && own.value().asEnum().equals(EMPTY_NOT);
    }

    private static boolean isWrittenAsNull(ClassInfo type, RecordComponentInfo component) {
        AnnotationInstance own = type.field(component.name()).annotation(INCLUDE);
        AnnotationInstance include = own == null ? type.declaredAnnotation(INCLUDE) : own;
        return include == null
                || include.value() == null
                || include.value().asEnum().equals(ALWAYS);
    }

    /** Names of the schemas that bodies of requests are made of. */
    private static Set<String> asked(OpenAPI document, Map<String, Schema> schemas) {
        Set<String> asked = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(operation -> Stream.ofNullable(operation.getRequestBody()))
                .flatMap(body -> body.getContent().getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .forEach(schema -> collect(schema, schemas, asked));
        return asked;
    }

    private static void collect(@Nullable Schema schema, Map<String, Schema> schemas, Set<String> found) {
        if (schema == null) {
            return;
        }
        String reference = schema.getRef();
        if (reference != null && found.add(reference.substring(REFERENCE.length()))) {
            collect(schemas.get(reference.substring(REFERENCE.length())), schemas, found);
        }
        collect(schema.getItems(), schemas, found);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(member -> collect(member, schemas, found));
        }
    }
}
