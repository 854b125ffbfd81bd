package io.heartwire.broker.memory;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.ClusterContract;

class MemoryClusterTest extends ClusterContract {

  @Override
  protected Cluster make() {
    return new MemoryCluster(node);
  }
}
