package io.quotagate.provider;

import static io.quotagate.provider.VendorJson.Type.ARRAY;
import static io.quotagate.provider.VendorJson.Type.FLAG;
import static io.quotagate.provider.VendorJson.Type.NUMBER;
import static io.quotagate.provider.VendorJson.Type.OBJECT;
import static io.quotagate.provider.VendorJson.Type.TEXT;

import io.quotagate.provider.VendorJson.Type;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor documents of an answer: its members, also those that nobody reads, and in which JSON types they come. It
 * only tells what is new; what may be read, and how, is for the normalizers to decide.
 */
public final class Documented {

    private final Set<Type> types;
    private final Map<String, Documented> members;
    private final @Nullable Documented item;

    private Documented(Set<Type> types, Map<String, Documented> members, @Nullable Documented item) {
        this.types = types;
        this.members = Map.copyOf(members);
        this.item = item;
    }

    /** An object, so far without members. */
    public static Documented object() {
        return new Documented(EnumSet.of(OBJECT), Map.of(), null);
    }

    /** An array whose elements are alike. */
    public static Documented listOf(Documented item) {
        return new Documented(EnumSet.of(ARRAY), Map.of(), item);
    }

    public Documented numbers(String... names) {
        return scalars(EnumSet.of(NUMBER), names);
    }

    public Documented texts(String... names) {
        return scalars(EnumSet.of(TEXT), names);
    }

    /** Members that the documentation, or its versions, show both ways. */
    public Documented numbersOrTexts(String... names) {
        return scalars(EnumSet.of(NUMBER, TEXT), names);
    }

    /** Members that the documentation, or its versions, show both ways. */
    public Documented flagsOrTexts(String... names) {
        return scalars(EnumSet.of(FLAG, TEXT), names);
    }

    private Documented scalars(Set<Type> scalar, String... names) {
        Documented changed = this;
        for (String name : names) {
            changed = changed.member(name, new Documented(scalar, Map.of(), null));
        }
        return changed;
    }

    public Documented member(String name, Documented member) {
        Map<String, Documented> more = new HashMap<>(members);
        more.put(name, member);
        return new Documented(types, more, item);
    }

    /** Compares the whole answer in which the place stands. A null is like nothing: no type, and no member of its own. */
    public Undocumented compare(VendorJson place) {
        Set<Integer> unknown = new HashSet<>();
        Set<Integer> retyped = new HashSet<>();
        compare(place.root(), 0, unknown, retyped);
        return new Undocumented(unknown, retyped);
    }

    private void compare(VendorJson place, int fingerprint, Set<Integer> unknown, Set<Integer> retyped) {
        if (place.isMissing()) {
            return;
        }
        if (!types.contains(place.type())) {
            retyped.add(fingerprint);
            return;
        }
        place.members().forEach((name, value) -> {
            Documented member = members.get(name);
            int print = 31 * fingerprint + name.hashCode();
            if (member == null) {
                unknown.add(print);
            } else {
                member.compare(value, print, unknown, retyped);
            }
        });
        if (item != null) {
            // All elements alike: a thousand spaces with the same new member are one news.
            place.items().forEach(element -> item.compare(element, 31 * fingerprint + 1, unknown, retyped));
        }
    }
}
