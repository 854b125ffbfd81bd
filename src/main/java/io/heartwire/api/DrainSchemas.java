package io.heartwire.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of {@link DrainResource}, for {@code /openapi} only: nothing makes one of these. */
final class DrainSchemas {

  private DrainSchemas() {}

  @Schema(
      name = "DrainRequest",
      description = "How; what is left out is as configured (heartwire.drain.*).")
  record DrainRequest(
      @Schema(description = "the most that may come back elsewhere in a second") Integer rate,
      @Schema(description = "in seconds, until the first is asked to go") Integer delay,
      @Schema(description = "in seconds, the delay included; then the rest is closed at once")
          Integer deadline,
      @Schema(name = "wait", description = "answer when it is over") Boolean waits,
      @Schema(description = "instead: ask nobody any more, and take clients in again")
          Boolean cancel) {}

  @Schema(
      name = "RebalanceRequest",
      description = "How many, and how.",
      requiredProperties = {"percent"})
  record RebalanceRequest(
      @Schema(description = "of the clients, from 1 to 100") Integer percent,
      @Schema(description = "the most that may come back elsewhere in a second") Integer rate,
      @Schema(name = "wait", description = "answer when it is over") Boolean waits) {}

  @Schema(
      name = "DrainResult",
      description = "How far it is, or how it went: connections is the sum of the other counts.",
      requiredProperties = {
        "state",
        "cancelled",
        "connections",
        "moved",
        "lost",
        "cut",
        "left",
        "remaining",
        "time"
      })
  record DrainResult(
      @Schema(
              description = "of the gateway",
              enumeration = {"idle", "draining", "drained", "rebalancing"})
          String state,
      @Schema(description = "whether it ended because somebody wanted so") Boolean cancelled,
      @Schema(description = "that were to go") Integer connections,
      @Schema(description = "closed with advice, after all that waited had been written")
          Integer moved,
      @Schema(description = "asked to go, and ended before all that waited had been written")
          Integer lost,
      @Schema(description = "closed at the deadline with all the others") Integer cut,
      @Schema(description = "gone by themselves") Integer left,
      @Schema(description = "still to go") Integer remaining,
      @Schema(description = "in seconds, since the begin") Double time) {}

  @Schema(name = "DrainResponse", description = "Result or error.")
  record DrainResponse(DrainResult result, SharedSchemas.ApiError error) {}
}
