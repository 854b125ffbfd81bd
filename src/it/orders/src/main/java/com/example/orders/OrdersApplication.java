package com.example.orders;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** REST at {@code /shop/rest}, for users with a token. */
@ApplicationPath("/rest")
@LoginConfig(authMethod = "MP-JWT")
public class OrdersApplication extends Application {}
