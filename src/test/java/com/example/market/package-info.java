/**
 * An application of Jakarta EE that has had REST, filters and WebSockets of its own before
 * Heartwire came.
 */
package com.example.market;
