package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {

  @ParameterizedTest
  @CsvSource({
    "FALSE, ann, false", "FALSE, '', false",
    "USERS, ann, true", "USERS, '', false",
    "TRUE, ann, true", "TRUE, '', true"
  })
  void aPermissionIsForNobodyForThoseWithAUserIdOrForEverybody(
      Permission permission, String user, boolean allowed) {
    assertThat(permission.allows(user)).isEqualTo(allowed);
  }
}
