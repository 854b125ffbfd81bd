package com.example.orders;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** Customers order, and the warehouse says how far it is. */
@RequestScoped
@Path("/orders")
@Produces(MediaType.APPLICATION_JSON)
public class OrderResource {
  private static final String WAREHOUSE = "warehouse";

  @Inject private Orders orders;

  @POST
  public OrderView place(@Context SecurityContext security, String item) {
    return orders.place(user(security), item);
  }

  @PUT
  @Path("/{id}/status")
  public OrderView change(
      @Context SecurityContext security, @PathParam("id") long id, String status) {
    if (!user(security).equals(WAREHOUSE)) {
      throw new ForbiddenException();
    }
    return orders.change(id, status).orElseThrow(NotFoundException::new);
  }

  private static String user(SecurityContext security) {
    Principal user = security.getUserPrincipal();
    if (user == null) {
      throw new NotAuthorizedException("Bearer");
    }
    return user.getName();
  }
}
