package com.example.market;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** REST that knows nothing of Heartwire, nor of CDI. */
@Path("/prices")
public class Prices {
  public static final String ALL = "apples 3, pears 4";

  @GET
  public String all() {
    return ALL;
  }

  /** Refuses, as {@code WebApplicationException} has it. */
  @GET
  @Path("none")
  public String none() {
    throw new WebApplicationException(
        Response.status(Response.Status.GONE).entity("sold out").build());
  }
}
