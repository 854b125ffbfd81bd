package io.heartwire.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
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

  /** Named one by one, since other packages may have resources of their own. */
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(ApiResource.class, KeyFilter.class, HttpErrors.class);
  }
}
