package com.example.market;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Names its classes, and takes all paths. */
@ApplicationPath("/")
public class ListedRoot extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(Orders.class, Prices.class);
  }
}
