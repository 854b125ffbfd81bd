package io.heartwire.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Methods that concern the node: what is running, and many commands in one request.
 *
 * <p>Bodies may come under any content type, as {@code curl --data} sends them.
 */
@Path("/")
@Singleton
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiApplication.TAG)
@APIResponse(responseCode = "400", ref = ApiApplication.BAD_REQUEST)
@APIResponse(responseCode = "401", ref = ApiApplication.UNAUTHORIZED)
@APIResponse(responseCode = "413", ref = ApiApplication.TOO_LONG)
public class NodeResource {
  private final Exchange exchange;

  @Inject
  public NodeResource(Exchange exchange) {
    this.exchange = exchange;
  }

  @POST
  @Path("info")
  @Operation(operationId = "info", summary = "Which nodes are running")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NodeSchemas.InfoResponse.class),
              example =
                  "{\"result\": {\"nodes\": [{\"uid\": \"f844a2ed-5edf-4815-b83c-271974003db9\", \"name\": \"left\", \"version\": \"0.1.0\", \"num_clients\": 3, \"num_users\": 2, \"num_subs\": 5, \"num_channels\": 4, \"uptime\": 60}]}}"))
  public CompletionStage<Response> info(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = NodeSchemas.InfoRequest.class),
                      example = "{}"))
          InputStream body) {
    return exchange.respond("info", body);
  }

  @POST
  @Path("batch")
  @Operation(
      operationId = "batch",
      summary = "Many commands in one request",
      description =
          "One after the other, or all at once if parallel. Each has its own reply, in their order; a reply has the name of its command, or is an error.")
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NodeSchemas.BatchResponse.class),
              example =
                  "{\"replies\": [{\"publish\": {}}, {\"error\": {\"code\": 108, \"message\": \"not available: channel a keeps no presence: set presence\"}}]}"))
  public CompletionStage<Response> batch(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = NodeSchemas.BatchRequest.class),
                      example =
                          "{\"commands\": [{\"publish\": {\"channel\": \"a\", \"data\": 1}}, {\"presence\": {\"channel\": \"a\"}}]}"))
          InputStream body) {
    return exchange.respond("batch", body);
  }
}
