package io.heartwire.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of {@link TokenResource}, for {@code /openapi} only: nothing makes one of these. */
final class TokenSchemas {

  private TokenSchemas() {}

  @Schema(
      name = "RevokeTokenRequest",
      description = "Which token.",
      requiredProperties = {"uid"})
  record RevokeTokenRequest(
      @Schema(description = "its id, the claim jti") String uid,
      @Schema(
              name = "expire_at",
              description =
                  "how long this is remembered, in seconds since 1970; best until the token would have ended")
          Long expireAt) {}

  @Schema(name = "RevokeTokenResponse", description = "Result or error.")
  record RevokeTokenResponse(SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}

  @Schema(
      name = "InvalidateUserTokensRequest",
      description = "Whose tokens.",
      requiredProperties = {"user"})
  record InvalidateUserTokensRequest(
      @Schema(description = "the user's id") String user,
      @Schema(
              name = "issued_before",
              description = "in seconds since 1970, by the claim iat; absent = now")
          Long issuedBefore,
      @Schema(
              name = "expire_at",
              description = "how long this is remembered, in seconds since 1970")
          Long expireAt) {}

  @Schema(name = "InvalidateUserTokensResponse", description = "Result or error.")
  record InvalidateUserTokensResponse(
      SharedSchemas.EmptyResult result, SharedSchemas.ApiError error) {}
}
