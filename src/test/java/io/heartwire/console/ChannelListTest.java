package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.channel.ChannelCrowd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The channels of two nodes as one list. */
class ChannelListTest extends TwoNodesFixture {
  ChannelListTest() {
    super(
        Map.of(
            "heartwire.channel.namespaces", "kept",
            "heartwire.channel.kept.history-size", "10",
            "heartwire.channel.kept.history-ttl", "1h",
            "heartwire.channel.kept.presence", "true",
            "heartwire.channel.default.allow-subscribe", "true",
            "heartwire.channel.kept.allow-subscribe", "true"));
  }

  @Test
  void channelsOfOneNameMustBeOneRowWithTheSumOfAllNodes() {
    subscribe(left, "news", 2);
    subscribe(right, "news", 1);
    subscribe(right, "kept:orders", 1);

    JsonNode page = left.ok(token, "channels", "{}");

    assertThat(page.get("rows").toString())
        .isEqualTo(
            "[{\"channel\":\"kept:orders\",\"subscribers\":1,\"nodes\":1,\"node\":\"%s\",\"namespace\":\"kept\"},"
                    .formatted(right.node.uid())
                + "{\"channel\":\"news\",\"subscribers\":3,\"nodes\":2,\"namespace\":\"\"}]");
    assertThat(names("{'text':'ORD'}")).containsExactly("kept:orders");
  }

  @Test
  void pagesMustShowEachNameOnce() {
    for (int i = 0; i < 9; i++) {
      subscribe(i % 2 == 0 ? left : right, "c" + i, 1);
      subscribe(i % 3 == 0 ? left : right, "c" + i, 1);
    }

    for (boolean descending : new boolean[] {false, true}) {
      List<String> names = new ArrayList<>();
      String after = "";
      do {
        JsonNode page =
            left.ok(
                token,
                "channels",
                "{'limit':2,'descending':%s,'after':'%s'}".formatted(descending, after));
        page.get("rows").forEach(row -> names.add(row.get("channel").asText()));
        after = page.path("next").asText();
      } while (!after.isEmpty());
      assertThat(names).hasSize(9).doesNotHaveDuplicates();
    }
  }

  @Test
  void channelsMustBeSortedByTheirSubscribers() {
    subscribe(left, "few", 1);
    subscribe(left, "many", 3);
    subscribe(right, "some", 2);

    assertThat(names("{'sort':'subscribers','descending':true}"))
        .containsExactly("many", "some", "few");
  }

  @Test
  void aChannelMustTellItsSubscribersOnEachNodeAndItsRules() {
    subscribe(left, "kept:a", 1);
    subscribe(right, "kept:a", 2);

    JsonNode channel = left.ok(token, "channel", "{'channel':'kept:a'}");

    assertThat(channel.get("subscribers").asInt()).isEqualTo(3);
    assertThat(channel.at("/nodes/1/subscribers").asInt()).isEqualTo(2);
    assertThat(channel.at("/history/size").asInt()).isEqualTo(10);
    assertThat(channel.at("/rules/allow-subscribe").asText()).isEqualTo("true");
    assertThat(left.call(token, "channel", "{'channel':'other:a'}").status()).isEqualTo(404);
    assertThat(left.call(token, "channel", "{}").status()).isEqualTo(400);
  }

  @Test
  void subscribersMustBeListedPageByPage() {
    subscribe(left, "kept:a", 3);
    subscribe(right, "kept:a", 2);

    JsonNode first = left.ok(token, "subscribers", "{'channel':'kept:a','limit':4}");
    JsonNode second =
        left.ok(
            token,
            "subscribers",
            "{'channel':'kept:a','limit':4,'after':'" + first.get("next").asText() + "'}");

    assertThat(first.get("rows")).hasSize(4);
    assertThat(first.get("total").asInt()).isEqualTo(5);
    assertThat(second.get("rows")).hasSize(1);
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void presenceMustBeShownWhereItIsKept() {
    subscribe(left, "kept:a", 2);

    assertThat(left.ok(token, "presence", "{'channel':'kept:a'}").get("clients")).hasSize(2);
    assertThat(left.call(token, "presence", "{'channel':'news'}").status()).isEqualTo(409);
  }

  @Test
  void historyMustBeAskedForInPages() {
    left.ok(token, "history", "{'channel':'kept:a'}");
    left.ok(token, "history", "{'channel':'kept:a','limit':7,'reverse':true}");

    assertThat(left.commands)
        .containsExactly(
            "history {\"channel\":\"kept:a\",\"limit\":50}",
            "history {\"channel\":\"kept:a\",\"reverse\":true,\"limit\":7}");
    assertThat(left.call(token, "history", "{'channel':'kept:a','limit':-1}").status())
        .isEqualTo(400);
  }

  @Test
  void consolesOwnChannelsMustNotBeListed() {
    new ChannelCrowd(left.channels, left.pool).operator("$console:overview");

    assertThat(names("{}")).isEmpty();
    assertThat(left.call(token, "channel", "{'channel':'$console:overview'}").status())
        .isEqualTo(404);
  }

  private static void subscribe(ConsoleNode node, String channel, int count) {
    for (int i = 0; i < count; i++) {
      new ChannelCrowd(node.channels, node.pool).subscribe(channel);
    }
  }

  private List<String> names(String query) {
    List<String> names = new ArrayList<>();
    left.ok(token, "channels", query)
        .get("rows")
        .forEach(row -> names.add(row.get("channel").asText()));
    return names;
  }
}
