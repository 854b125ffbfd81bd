package io.heartwire.it.kubernetes;

import static io.heartwire.it.kubernetes.Overlay.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.redis.RedisConfig;
import io.heartwire.config.Settings;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyEgressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyIngressRule;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Service;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The overlay of many pods, and the Redis to try it with. */
class ClusterManifestsIT {
  private static final Manifests REDIS = Manifests.of("overlays/redis");
  private static final V1Deployment DEPLOYMENT = REDIS.one(V1Deployment.class);
  private static final V1ContainerPort PORT =
      DEPLOYMENT.getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().get(0);

  @Test
  void theAddressIsThatOfTheRedisForTrying() {
    Settings settings = CLUSTER.settings();
    var unused = new RedisConfig(settings);
    URI address = URI.create(CLUSTER.environment().get("HEARTWIRE_BROKER_REDIS_ADDRESS"));
    V1Service service = REDIS.one(V1Service.class);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.text("heartwire.broker")).isEqualTo("redis");
    assertThat(address.getHost()).isEqualTo(service.getMetadata().getName());
    assertThat(service.getSpec().getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getPort()).isEqualTo(address.getPort());
              assertThat(port.getTargetPort().getStrValue()).isEqualTo(PORT.getName());
            });
    assertThat(service.getMetadata().getNamespace())
        .isEqualTo(CLUSTER.deployment().getMetadata().getNamespace());
  }

  @Test
  void theGatewayIsAllowedToReachIt() {
    List<V1NetworkPolicyEgressRule> rules =
        CLUSTER.manifests().one(V1NetworkPolicy.class).getSpec().getEgress();

    assertThat(rules)
        .filteredOn(ClusterManifestsIT::leadsToRedis)
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getTo()).hasSize(1);
              assertThat(rule.getPorts())
                  .singleElement()
                  .extracting(port -> port.getPort().getIntValue())
                  .isEqualTo(PORT.getContainerPort());
            });
  }

  private static boolean leadsToRedis(V1NetworkPolicyEgressRule rule) {
    V1LabelSelector wanted = new V1LabelSelector().matchLabels(labels(DEPLOYMENT));
    return rule.getTo() != null
        && rule.getTo().stream().anyMatch(to -> wanted.equals(to.getPodSelector()));
  }

  @Test
  void nobodyElseReachesIt() {
    V1NetworkPolicy policy = REDIS.one(V1NetworkPolicy.class);

    assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(labels(DEPLOYMENT));
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getEgress()).as("it calls nobody").isNullOrEmpty();
    V1NetworkPolicyIngressRule rule = policy.getSpec().getIngress().get(0);
    assertThat(policy.getSpec().getIngress()).hasSize(1);
    assertThat(rule.getFrom())
        .singleElement()
        .extracting(from -> from.getPodSelector().getMatchLabels())
        .isEqualTo(labels(CLUSTER.deployment()));
    assertThat(rule.getPorts())
        .singleElement()
        .extracting(port -> port.getPort().getStrValue())
        .isEqualTo(PORT.getName());
  }

  /** Of its pods. */
  private static Map<String, String> labels(V1Deployment deployment) {
    V1ObjectMeta pods = deployment.getSpec().getTemplate().getMetadata();
    return pods.getLabels();
  }
}
