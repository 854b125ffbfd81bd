package io.heartwire.protocol.centrifuge;

/**
 * Who a connection is to others.
 *
 * @param user the user's id, empty for an anonymous one
 * @param client the connection's id
 * @param connInfo what the application knows of the connection
 * @param chanInfo what the application knows of its subscription
 */
record ClientInfo(String user, String client, Raw connInfo, Raw chanInfo) {}
