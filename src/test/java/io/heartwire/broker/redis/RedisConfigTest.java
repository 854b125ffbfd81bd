package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.Settings;
import io.heartwire.testkit.TestSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisConfigTest {
  private final Map<String, String> values =
      new HashMap<>(
          Map.of(
              "heartwire.broker", "redis",
              "heartwire.broker.redis.address", "redis-cluster://one:6379,two:6379"));

  @Test
  void theAddressTellsTheShape() {
    Settings settings = TestSettings.with(values);
    assertThat(new RedisConfig(settings).address().isCluster()).isTrue();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aPrefixThatWouldChooseAMasterIsRefused() {
    values.put("heartwire.broker.redis.prefix", "{app}");
    assertThat(problems()).contains("heartwire.broker.redis.prefix", "Redis Cluster");
  }

  @Test
  void aFileOfCertificatesThatIsNotThereIsRefused() {
    values.put("heartwire.broker.redis.ca-file", "/not/there.pem");
    assertThat(problems()).contains("heartwire.broker.redis.ca-file", "/not/there.pem", "PEM");
  }

  @Test
  void anAddressThatIsNoneIsRefusedWithoutShowingIt() {
    values.put("heartwire.broker.redis.address", "http://me:secret@host");
    assertThat(problems()).contains("redis-cluster://").doesNotContain("secret@");
  }

  @Test
  void noAddressIsAProblemWhereRedisIsTheEngineAndNoneWhereItIsNot() {
    values.remove("heartwire.broker.redis.address");
    assertThat(problems()).contains("heartwire.broker.redis.address", "(missing)", "redis://");

    values.put("heartwire.broker", "memory");
    assertThat(problems()).isEqualTo("[]");
  }

  private String problems() {
    Settings settings = TestSettings.with(values);
    assertThat(new RedisConfig(settings)).isNotNull();
    return settings.problems().toString();
  }
}
