package io.heartwire.wire;

import io.heartwire.limit.InputBudget;
import io.heartwire.time.TimeSource;
import java.util.concurrent.Executor;

/**
 * The services that a {@link WireConnection} uses.
 *
 * @param loop writes to the connection, and reads from it where it can
 * @param calls runs calls of the server that may block
 * @param context runs a task in the application's context, for bytes that threads of the server
 *     have read
 */
record WireContext(
    EventLoop loop,
    BlockingCallPool calls,
    Executor context,
    WireSwitch wireSwitch,
    WireConfig config,
    InputBudget incoming,
    TimeSource time) {}
