/**
 * Hostile inputs for whatever reads bytes that others wrote: mutations, the oracle that judges what comes of them, and the
 * committed inputs. Shares no parser with the gateway. The targets themselves live in the rooms that they attack.
 */
package io.quotagate.fuzz;
