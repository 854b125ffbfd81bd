package com.example.market;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Names no classes: takes up all that there are. */
@ApplicationPath("/app")
public class ScannedRest extends Application {}
