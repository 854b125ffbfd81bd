package io.heartwire.broker.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;

/**
 * Tells that a connection was lost, and that it is there again.
 *
 * @param again called by the client's event loop
 * @param lost called by the client's event loop
 */
record ConnectionChanges(Runnable again, Runnable lost) implements RedisConnectionStateListener {

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    again.run();
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    lost.run();
  }
}
