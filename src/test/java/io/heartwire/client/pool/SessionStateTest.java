package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionStateTest {

  @Test
  void transitionsMustBeThoseOfThePicture() {
    assertThat(next(SessionState.IDLE)).containsOnly(SessionState.IN_USE, SessionState.CLOSED);
    assertThat(next(SessionState.IN_USE)).containsOnly(SessionState.IDLE, SessionState.CLOSED);
    assertThat(next(SessionState.CLOSED)).isEmpty();
  }

  private static Set<SessionState> next(SessionState from) {
    Set<SessionState> next = EnumSet.allOf(SessionState.class);
    next.removeIf(to -> !from.mayBecome(to));
    return next;
  }
}
