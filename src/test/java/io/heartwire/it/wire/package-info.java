/**
 * RFC 6455 against real servers: byte by byte, one contract for every way that they read; with real
 * clients and the suite that the field tests with; and an hour with a stranger who knows no rules.
 */
package io.heartwire.it.wire;
