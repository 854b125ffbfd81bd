/**
 * An application around the gateway, made of beans such as a user would write, which tests deploy
 * into a server.
 */
package io.heartwire.it.application;
