package io.heartwire.console;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Two nodes of one clock with their consoles, and an operator who has signed in at the left one.
 */
abstract class TwoNodesFixture {
  final ManualTimeSource time = new ManualTimeSource();
  final TestCluster nodes = new TestCluster();
  final ConsoleNode left;
  final ConsoleNode right;
  final String token;

  /**
   * @param settings of both nodes, beside the key
   */
  TwoNodesFixture(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("heartwire.api.key", ConsoleNode.KEY);
    this.left = new ConsoleNode(new TestPool(all, time), nodes, "left", Optional.empty());
    this.right = new ConsoleNode(new TestPool(all, time), nodes, "right", Optional.empty());
    this.token = left.signIn();
  }
}
