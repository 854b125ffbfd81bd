package io.heartwire.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
 * Methods that see the clients of this node off. Not Centrifugo's, which has none of the kind.
 *
 * <p>Bodies may come under any content type, as {@code curl --data} sends them.
 */
@Path("/")
@Singleton
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiApplication.TAG)
@APIResponse(responseCode = "401", ref = ApiApplication.UNAUTHORIZED)
public class DrainResource {
  private static final String RESULT =
      "{\"result\": {\"state\": \"draining\", \"cancelled\": false, \"connections\": 1000, \"moved\": 312, \"lost\": 0, \"cut\": 0, \"left\": 3, \"remaining\": 685, \"time\": 5.7}}";

  private final Exchange exchange;

  @Inject
  public DrainResource(Exchange exchange) {
    this.exchange = exchange;
  }

  @POST
  @Path("drain")
  @Operation(
      operationId = "drain",
      summary = "Let no more clients in, and ask those who are here to go",
      description =
          "At a pace, after what waits for them is written, with advice when to come back. Joins"
              + " the drain that is under way, if there is one.")
  @APIResponse(responseCode = "400", ref = ApiApplication.BAD_REQUEST)
  @APIResponse(responseCode = "413", ref = ApiApplication.TOO_LONG)
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DrainSchemas.DrainResponse.class),
              example = RESULT))
  public CompletionStage<Response> drain(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = DrainSchemas.DrainRequest.class),
                      example = "{\"rate\": 200, \"wait\": true}"))
          InputStream body) {
    return exchange.respond("drain", body);
  }

  @GET
  @Path("drain")
  @Operation(
      operationId = "drainState",
      summary = "How far a drain or a rebalance is, or how the last one went")
  @APIResponse(
      responseCode = "200",
      description = "Result",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DrainSchemas.DrainResponse.class),
              example = RESULT))
  public CompletionStage<Response> drainState() {
    return exchange.respond(new Request.Command("drain", new Request.DrainState()));
  }

  @POST
  @Path("rebalance")
  @Operation(
      operationId = "rebalance",
      summary = "Ask a part of the clients to connect anew",
      description =
          "So that nodes that have come since get their share. At a pace, like a drain; new"
              + " clients are let in, and nobody is cut off. Not while the node drains.")
  @APIResponse(responseCode = "400", ref = ApiApplication.BAD_REQUEST)
  @APIResponse(responseCode = "413", ref = ApiApplication.TOO_LONG)
  @APIResponse(
      responseCode = "200",
      description = "Result or error",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DrainSchemas.DrainResponse.class),
              example = RESULT))
  public CompletionStage<Response> rebalance(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = DrainSchemas.RebalanceRequest.class),
                      example = "{\"percent\": 20}"))
          InputStream body) {
    return exchange.respond("rebalance", body);
  }
}
