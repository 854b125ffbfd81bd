package io.heartwire.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Gives what JAX-RS itself refuses, such as an unknown method, the shape of our errors. */
@Provider
public class HttpErrors implements ExceptionMapper<WebApplicationException> {

  @Override
  public Response toResponse(WebApplicationException refusal) {
    Response theirs = refusal.getResponse();
    return Response.fromResponse(theirs)
        .type(MediaType.APPLICATION_JSON)
        .entity(AnswerWriter.error(error(theirs.getStatus())))
        .build();
  }

  private static ApiError error(int status) {
    return switch (status) {
      case 404 -> ApiError.METHOD_NOT_FOUND;
      case 405 -> ApiError.badRequest("methods are called by POST");
      default -> status < 500 ? ApiError.badRequest("HTTP status " + status) : ApiError.INTERNAL;
    };
  }
}
