package io.quotagate.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * UCloud's API gateway with one action, GetUFileQuotaInfo. Whatever happens, the status is 200 and {@code RetCode}
 * tells.
 *
 * @see <a href="https://docs.ucloud.cn/api/summary/signature">Signature</a>
 */
@Singleton
class SimulatedUfile implements SimulatedVendor {

    private static final String ACTION = "GetUFileQuotaInfo";
    private static final Set<String> TYPES = Set.of("storage-volume", "download-traffic", "request-count");

    @Override
    public String provider() {
        return "ucloud-ufile";
    }

    @Override
    public Set<Call> calls() {
        return Set.of(Call.DATA);
    }

    @Override
    public Call call(Request request) {
        return Call.DATA;
    }

    @Override
    public Reply answer(Request request) {
        if (!request.path().isEmpty() && !request.path().equals("/")) {
            return Reply.text(404, "404 page not found");
        }
        return switch (request.method()) {
            case "GET" -> identified(request, respond(request.parameters()));
            case "POST" -> identified(request, respond(Request.parameters(request.body())));
            default -> Reply.text(405, "method not allowed");
        };
    }

    private static Reply respond(Map<String, String> parameters) {
        String action = parameters.getOrDefault("Action", "");
        if (action.isEmpty()) {
            return failure(160, "Missing Action");
        }
        if (!action.equals(ACTION)) {
            return failure(161, "Action [" + action + "] not found");
        }
        if (!parameters.containsKey("Signature")) {
            return failure(170, "Missing Signature");
        }
        if (!SandboxAccount.UCLOUD_PUBLIC_KEY.equals(parameters.get("PublicKey"))) {
            return failure(172, "User Not Exists");
        }
        if (!signature(parameters, SandboxAccount.UCLOUD_PRIVATE_KEY).equals(parameters.get("Signature"))) {
            return wrongSignature();
        }
        return quotaInfo(parameters);
    }

    /** Over all parameters but the signature, in the order of their names' characters, nothing escaped. */
    static String signature(Map<String, String> parameters, String privateKey) {
        Map<String, String> signed = new TreeMap<>(parameters);
        signed.remove("Signature");
        StringBuilder text = new StringBuilder();
        signed.forEach((name, value) -> text.append(name).append(value));
        return Digests.hex("SHA-1", text + privateKey);
    }

    private static Reply quotaInfo(Map<String, String> parameters) {
        String region = parameters.getOrDefault("Region", "");
        if (region.isEmpty()) {
            return failure(220, "Missing params [Region]");
        }
        if (!region.equals(SandboxAccount.UCLOUD_REGION)) {
            return failure(230, "Params [Region] not available");
        }
        String project = parameters.getOrDefault("ProjectId", SandboxAccount.UCLOUD_PROJECT_ID);
        if (!project.equals(SandboxAccount.UCLOUD_PROJECT_ID)) {
            return failure(292, "Project not exists");
        }
        List<String> types = types(parameters);
        if (types.isEmpty()) {
            return failure(220, "Missing params [QuotaType.0]");
        }
        return TYPES.containsAll(types) ? success(item(types)) : failure(230, "Params [QuotaType] not available");
    }

    /** Counted from 0 to the first gap. */
    private static List<String> types(Map<String, String> parameters) {
        List<String> types = new ArrayList<>();
        String type = parameters.get("QuotaType.0");
        while (type != null) {
            types.add(type);
            type = parameters.get("QuotaType." + types.size());
        }
        return types;
    }

    /** Asked for one region, the vendor's own example answers with another. */
    private static JsonObject item(List<String> types) {
        JsonObject item = new JsonObject();
        if (types.contains("download-traffic")) {
            item.put("DownloadFlow", new JsonObject().put("Left", -5.1803));
        }
        item.put("Owe", 1).put("Region", "cn-bj");
        if (types.contains("request-count")) {
            item.put("RequestCnt", new JsonObject().put("Left", 202));
        }
        if (types.contains("storage-volume")) {
            item.put("Storage", new JsonObject().put("Left", -13507.2));
        }
        return item;
    }

    @Override
    public Reply unavailable(Request request) {
        return identified(request, failure(150, "Service unavailable"));
    }

    @Override
    public Reply throttled(Request request) {
        return identified(request, failure(153, "Too many requests"));
    }

    @Override
    public Reply unauthorized(Request request) {
        return identified(request, wrongSignature());
    }

    /** A remainder that is no number. */
    @Override
    public Reply wrong(Request request) {
        return success(item(List.of()).put("Storage", new JsonObject().put("Left", "plenty")));
    }

    private static Reply success(JsonObject item) {
        JsonObject body = new JsonObject()
                .put("Action", ACTION + "Response")
                .put("DataSet", new JsonArray().add(item))
                .put("RetCode", 0);
        return Reply.json(200, body.encode());
    }

    private static Reply wrongSignature() {
        return failure(171, "Signature VerifyAC Error");
    }

    private static Reply failure(int code, String message) {
        return Reply.json(
                200,
                new JsonObject().put("RetCode", code).put("Message", message).encode());
    }

    private static Reply identified(Request request, Reply reply) {
        return reply.with("X-UCLOUD-REQUEST-UUID", request.id());
    }
}
