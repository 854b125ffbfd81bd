package com.example.market;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The same, where Heartwire's server API is. */
@ApplicationPath("/api")
public class ScannedApi extends Application {}
