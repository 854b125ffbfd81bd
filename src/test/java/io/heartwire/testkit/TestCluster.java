package io.heartwire.testkit;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Nodes of one process that reach each other at once, unless a test keeps them from it. */
public final class TestCluster {
  /** Every command that was sent, in order. */
  public final List<Control> sent = new ArrayList<>();

  private final List<Member> members = new ArrayList<>();
  private final Set<String> away = new LinkedHashSet<>();
  private boolean isLost;

  /** The cluster as this node sees it. */
  public Cluster join(Node node) {
    Member member = new Member(node);
    members.add(member);
    return member;
  }

  /** The node answers nobody from now on. */
  public void takeAway(Node node) {
    away.add(node.uid());
  }

  /** No node can hand a command over from now on. */
  public void lose() {
    isLost = true;
  }

  private final class Member implements Cluster {
    private final Node node;
    private @Nullable ControlListener listener;

    Member(Node node) {
      this.node = node;
    }

    @Override
    public void start(ControlListener first) {
      listener = first;
      for (Control command : List.copyOf(sent)) {
        if (command.keepFor().compareTo(Duration.ZERO) > 0) {
          var unused = first.control(new NodeId("sender"), command);
        }
      }
    }

    @Override
    public List<NodeInfo> nodes() {
      return thisOneFirst().stream().map(Member::info).toList();
    }

    @Override
    public int size() {
      return nodes().size();
    }

    @Override
    public CompletionStage<List<NodeAnswer>> send(Control command) {
      sent.add(command);
      if (isLost) {
        var unused = did(command);
        return CompletableFuture.failedStage(new BrokerException("the engine cannot be reached"));
      }
      List<CompletableFuture<NodeAnswer>> answers =
          thisOneFirst().stream()
              .map(
                  each ->
                      away.contains(each.node.uid())
                          ? CompletableFuture.completedFuture(
                              new NodeAnswer(
                                  each.info(), NodeAnswer.Outcome.NOT_REACHED, Payload.EMPTY))
                          : each.did(command))
              .toList();
      return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<NodeAnswer> did(Control command) {
      ControlListener here = started();
      return NodeAnswer.of(info(), () -> here.control(new NodeId(node.uid()), command))
          .toCompletableFuture();
    }

    private NodeInfo info() {
      return node.info(started().figures());
    }

    private ControlListener started() {
      ControlListener here = listener;
      if (here == null) {
        throw new IllegalStateException("node " + node.name() + " has not been started");
      }
      return here;
    }

    private List<Member> thisOneFirst() {
      List<Member> all = new ArrayList<>(members);
      all.remove(this);
      all.add(0, this);
      return all;
    }
  }
}
