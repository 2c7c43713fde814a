package io.quotagate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * One of ZStack's logins and the one user who may use it.
 *
 * @param action the member of the body that holds name and password
 * @param nameField how that member calls the name
 */
record ZStackLogin(String action, String nameField, String name, String password) {

    static final ZStackLogin ACCOUNT = new ZStackLogin(
            "logInByAccount", "accountName", SandboxAccount.ZSTACK_ACCOUNT_NAME, SandboxAccount.ZSTACK_PASSWORD);
    static final ZStackLogin IAM2 = new ZStackLogin(
            "loginIAM2VirtualID", "name", SandboxAccount.ZSTACK_IAM2_NAME, SandboxAccount.ZSTACK_IAM2_PASSWORD);

    private static final String ACCOUNT_UUID = "36c27e8ff05c4780bf6d2fa65700f22e";
    private static final DateTimeFormatter SESSION_DATE =
            DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** Passwords come as the SHA-512 of their text. */
    Reply answer(Request request, ZStackSessions sessions) {
        Optional<JsonNode> body = StrictJson.object(request.body());
        if (body.isEmpty()) {
            return Reply.text(400, "the request body is not a JSON object");
        }
        JsonNode login = body.get().path(action);
        if (!login.path(nameField).isTextual() || !login.path("password").isTextual()) {
            return ZStackErrors.error("SYS.1007", "One or more API argument is invalid");
        }
        boolean right = login.path(nameField).textValue().equals(name)
                && login.path("password").textValue().equals(Digests.hex("SHA-512", password));
        if (!right) {
            return ZStackErrors.loginFailed();
        }
        return sessions.login(name, request.now())
                .map(uuid -> inventory(uuid, request))
                .orElseGet(() ->
                        ZStackErrors.error("ID.1006", "The maximum number of concurrent sessions has been reached"));
    }

    private static Reply inventory(String uuid, Request request) {
        JsonObject inventory = new JsonObject()
                .put("uuid", uuid)
                .put("accountUuid", ACCOUNT_UUID)
                .put("userUuid", ACCOUNT_UUID)
                .put("expiredDate", SESSION_DATE.format(ZStackSessions.expiry(request.now())))
                .put("createDate", SESSION_DATE.format(request.now()));
        return Reply.json(200, new JsonObject().put("inventory", inventory).encode());
    }
}
