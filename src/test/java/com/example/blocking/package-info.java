/**
 * An application around the gateway, made of beans such as a user would write, which tests deploy
 * into a server. In a package of its own, since the gateway knows by it whose a bean is.
 */
package com.example.blocking;
