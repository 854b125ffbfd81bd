package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @Test
  void aRedisClusterIsKnownByItsSchemeAndHasSeveralNodes() {
    RedisAddress address = RedisAddress.parse("redis-cluster://one:6379, two:6380,three");

    assertThat(address.isCluster()).isTrue();
    assertThat(address.uris()).extracting(RedisURI::getHost).containsExactly("one", "two", "three");
    assertThat(address.uris()).extracting(RedisURI::getPort).containsExactly(6379, 6380, 6379);
    assertThat(address.uris()).noneMatch(RedisURI::isSsl);
  }

  @Test
  void userAndPasswordOfARedisClusterAreThoseOfAllItsNodes() {
    RedisAddress address = RedisAddress.parse("rediss-cluster://me:se%40cret@one:6379,two:6379");

    assertThat(address.uris()).allMatch(RedisURI::isSsl);
    for (RedisURI node : address.uris()) {
      assertThat(node.getCredentialsProvider().resolveCredentials().block())
          .satisfies(
              who -> {
                assertThat(who.getUsername()).isEqualTo("me");
                assertThat(new String(who.getPassword())).isEqualTo("se@cret");
              });
    }
  }

  @Test
  void oneServerOrItsSentinelsAreOneAddress() {
    RedisAddress one = RedisAddress.parse("rediss://host:6380");
    assertThat(one.isCluster()).isFalse();
    assertThat(one.single().isSsl()).isTrue();

    RedisAddress master = RedisAddress.parse("redis-sentinel://a:26379,b:26379#main");
    assertThat(master.isCluster()).isFalse();
    assertThat(master.single().getSentinelMasterId()).isEqualTo("main");
    assertThat(master.single().getSentinels()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://host", "redis-cluster://", "redis-cluster://one,,two", "host:6379"})
  void anythingElseIsRefusedWithWhatIsAllowed(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis-cluster://");
  }
}
