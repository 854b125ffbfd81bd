package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.time.SystemTimeSource;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketSelectorTest {

  @Test
  void oneThatFailsIsTriedAgainButDoesNotTakeAllOfACore() {
    FailingSelector failing = new FailingSelector();
    SocketSelector selector = new SocketSelector(failing, new SystemTimeSource());
    List<SelectionKey> ready = new ArrayList<>();
    long begin = System.nanoTime();

    for (int i = 0; i < 5; i++) {
      selector.select(Duration.ofSeconds(1), ready);
    }

    assertThat(failing.attempts).isEqualTo(5);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(250));
    assertThat(ready).isEmpty();
  }

  /** One whose system call fails, as it does when its descriptor is gone. */
  private static final class FailingSelector extends AbstractSelector {
    private int attempts;

    FailingSelector() {
      super(SelectorProvider.provider());
    }

    @Override
    public int select(long timeout) throws IOException {
      attempts++;
      throw new IOException("bad file descriptor");
    }

    @Override
    public int select() throws IOException {
      return select(0);
    }

    @Override
    public int selectNow() throws IOException {
      return select(0);
    }

    @Override
    public Set<SelectionKey> keys() {
      return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
      return Set.of();
    }

    @Override
    public Selector wakeup() {
      return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(
        AbstractSelectableChannel channel, int operations, Object attachment) {
      throw new UnsupportedOperationException();
    }
  }
}
