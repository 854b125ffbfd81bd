package io.heartwire.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The server API as JAX-RS sees it. */
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Heartwire server API",
            version = "1",
            description =
                "For back ends: publish into channels, look at them, act on clients. Methods,"
                    + " shapes and error codes are those of the Centrifugo v6 server HTTP API. A"
                    + " command that was understood is answered with 200 and either a result or an"
                    + " error."),
    security = @SecurityRequirement(name = ApiApplication.KEY),
    components =
        @Components(
            responses = {
              @APIResponse(
                  name = ApiApplication.BAD_REQUEST,
                  description =
                      "The body is not what the method takes; the message names the field",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = SharedSchemas.ErrorResponse.class),
                          example =
                              "{\"error\": {\"code\": 107, \"message\": \"bad request: channel"
                                  + " is not a string\"}}")),
              @APIResponse(
                  name = ApiApplication.UNAUTHORIZED,
                  description = "No key, another key, or no key is set",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = SharedSchemas.ErrorResponse.class))),
              @APIResponse(
                  name = ApiApplication.TOO_LONG,
                  description = "The body is longer than heartwire.api.max-body-bytes",
                  content =
                      @Content(
                          mediaType = MediaType.APPLICATION_JSON,
                          schema = @Schema(implementation = SharedSchemas.ErrorResponse.class)))
            },
            securitySchemes =
                @SecurityScheme(
                    securitySchemeName = ApiApplication.KEY,
                    type = SecuritySchemeType.APIKEY,
                    in = SecuritySchemeIn.HEADER,
                    apiKeyName = ApiKey.HEADER,
                    description =
                        "The value of heartwire.api.key; also accepted as 'Authorization: apikey"
                            + " <key>'. The API is closed while no key is set.")))
public class ApiApplication extends Application {
  static final String KEY = "apiKey";
  static final String TAG = "server API";

  /* Names of the responses that every method may give. */
  static final String BAD_REQUEST = "BadRequest";
  static final String UNAUTHORIZED = "Unauthorized";
  static final String TOO_LONG = "TooLong";

  /** Named one by one, since other packages may have resources of their own. */
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        ChannelResource.class,
        ClientResource.class,
        DrainResource.class,
        NodeResource.class,
        TokenResource.class,
        KeyFilter.class,
        HttpErrors.class);
  }
}
