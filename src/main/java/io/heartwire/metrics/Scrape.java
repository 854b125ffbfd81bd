package io.heartwire.metrics;

import java.io.ByteArrayOutputStream;

/** All metrics of one moment, as text. */
record Scrape(String contentType, ByteArrayOutputStream body) {}
