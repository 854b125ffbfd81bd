package io.heartwire.drain;

import static io.heartwire.drain.DrainState.DRAINED;
import static io.heartwire.drain.DrainState.DRAINING;
import static io.heartwire.drain.DrainState.IDLE;
import static io.heartwire.drain.DrainState.REBALANCING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainStateTest {

  @Test
  void mustAllowTheTransitionsOfThePictureAndNoOther() {
    Map<DrainState, List<DrainState>> table =
        Map.of(
            IDLE, List.of(DRAINING, REBALANCING),
            DRAINING, List.of(IDLE, DRAINED),
            DRAINED, List.of(IDLE),
            REBALANCING, List.of(IDLE, DRAINING));

    table.forEach(
        (from, legal) ->
            assertThat(Arrays.stream(DrainState.values()).filter(from::mayBecome))
                .containsExactlyInAnyOrderElementsOf(legal));
  }

  @Test
  void mustRefuseClientsWhileAllGoAndNotWhileSomeDo() {
    assertThat(Arrays.stream(DrainState.values()).filter(DrainState::refusesClients))
        .containsExactlyInAnyOrder(DRAINING, DRAINED);
  }
}
