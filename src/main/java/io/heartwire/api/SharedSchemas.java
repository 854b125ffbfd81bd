package io.heartwire.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The shapes that several resources share, for {@code /openapi} only: nothing makes one of these.
 */
final class SharedSchemas {

  private SharedSchemas() {}

  @Schema(
      name = "StreamPosition",
      description = "A place in a stream: behind the publication with this offset.")
  record StreamPosition(Long offset, String epoch) {}

  @Schema(name = "EmptyResult", description = "Done.")
  record EmptyResult() {}

  @Schema(
      name = "ApiError",
      description = "Why it was not done.",
      requiredProperties = {"code", "message"})
  record ApiError(
      @Schema(
              description =
                  "100 internal, 101 unauthorized, 102 unknown channel, 103 permission denied, 104 not found, 106 limit exceeded, 107 bad request, 108 not available, 112 unrecoverable position, from 400 on the application's")
          Integer code,
      String message) {}

  @Schema(
      name = "ErrorResponse",
      description = "An error, and nothing else.",
      requiredProperties = {"error"})
  record ErrorResponse(ApiError error) {}
}
