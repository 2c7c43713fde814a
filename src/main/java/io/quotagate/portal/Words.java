package io.quotagate.portal;

import io.quotagate.provider.Reason;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Kind;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Warning;
import java.util.Locale;

/** Plain words for every value that a report may have. */
final class Words {

    private Words() {}

    /** As addresses and style sheets know it. */
    static String slug(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String of(QuotaStatus status) {
        return switch (status) {
            case OK -> "OK";
            case WARNING -> "Warning";
            case CRITICAL -> "Critical";
            case EXHAUSTED -> "Exhausted";
            case EXCEEDED -> "Exceeded";
            case UNLIMITED -> "Unlimited";
            case UNKNOWN -> "Unknown";
        };
    }

    static String of(ScopeLevel level) {
        return switch (level) {
            case ORGANIZATION -> "Whole organization";
            case DEPARTMENT -> "Department spaces";
            case PERSONAL -> "Personal spaces";
            case GROUP -> "Group spaces";
            case SPACE -> "Space";
            case REGION -> "Region";
        };
    }

    static String of(Scope scope) {
        String id = scope.id();
        return id == null ? of(scope.level()) : of(scope.level()) + " " + id;
    }

    /** What kind of quota it is, where that is not the usual one. */
    static String of(Kind kind) {
        return switch (kind) {
            case ALLOCATION -> "";
            case BALANCE -> "A prepaid balance: only what is left is told.";
            case SETTING -> "A setting: nothing is counted against it.";
        };
    }

    /** Why a source has nothing newer, in a few words. */
    static String of(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "Credential refused";
            case FORBIDDEN -> "Not allowed";
            case NOT_FOUND -> "Not found at the vendor";
            case INVALID_REQUEST -> "Request refused";
            case RATE_LIMITED -> "Asked too often";
            case SUSPENDED -> "Account suspended";
            case TIMEOUT -> "No answer in time";
            case UNAVAILABLE -> "Unavailable";
            case CONTRACT_VIOLATION -> "Answer not understood";
            case CLOCK_SKEW -> "Clocks differ";
            case CIRCUIT_OPEN -> "Left alone for a moment";
            case PENDING -> "No answer yet";
        };
    }

    /** The same in a whole sentence. */
    static String sentence(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED ->
                "The vendor refused the credential of this connection: it is wrong, expired or was replaced.";
            case FORBIDDEN -> "The credential may not read this, or the gateway may not call this address.";
            case NOT_FOUND -> "The vendor does not know what this connection asks for.";
            case INVALID_REQUEST ->
                "The vendor refused the request: a setting of this connection is not what it expects.";
            case RATE_LIMITED -> "The vendor was asked as often as it allows; the next question has to wait.";
            case SUSPENDED -> "The vendor gives no numbers while the account is suspended.";
            case TIMEOUT -> "The vendor did not answer in time.";
            case UNAVAILABLE -> "The vendor cannot be reached, or says that it is at fault itself.";
            case CONTRACT_VIOLATION -> "The vendor's answer is not what it documents, so nothing of it is shown.";
            case CLOCK_SKEW -> "The vendor refused the time of the signature: its clock and the gateway's differ.";
            case CIRCUIT_OPEN -> "The vendor failed again and again and is left alone for a moment.";
            case PENDING -> "The vendor has not answered yet; the question goes on.";
        };
    }

    static String of(AccountState state) {
        return switch (state) {
            case ACTIVE -> "Account active";
            case SUSPENDED -> "Account suspended: nothing can be used";
            case ARREARS -> "Account in arrears: money is owed";
            case UNKNOWN -> "Account state unknown — the vendor does not say";
        };
    }

    static String of(Warning warning) {
        return switch (warning) {
            case UNIT_INFERRED -> "The vendor does not say the unit; it follows from its other answers.";
            case SHARED_OR_DELAYED ->
                "What is left is not limit minus used: the limit is shared, or the vendor counts late.";
            case INCONSISTENT -> "Two answers of the vendor contradict each other.";
            case SUM_MISMATCH -> "The vendor's parts do not add up to its total.";
            case REGION_MISMATCH -> "The vendor answered for another region than the one asked for.";
            case ZERO_OR_UNSET -> "The limit is 0, which may also mean that it was never set.";
            case MISSING -> "The vendor was asked for this and did not say it.";
            case UNIT_SHIFT -> "The number jumped as if the vendor had changed its unit.";
            case FROZEN -> "The number stands still although others that should move with it do move.";
        };
    }
}
