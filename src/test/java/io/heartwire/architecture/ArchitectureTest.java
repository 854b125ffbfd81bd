package io.heartwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway keeps to its design; that each rule can fail is shown by {@link BrokenRulesTest}. */
class ArchitectureTest {
  private static final String ROOT = "io.heartwire";
  private static final Map<String, ArchRule> RULES = new ArchitectureRules(ROOT).all();
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest
  @MethodSource("names")
  void gatewayMustKeepTo(String rule) {
    RULES.get(rule).check(GATEWAY);
  }

  @Test
  void rulesMustSeeTheGatewayAndNotTheTests() {
    assertThat(GATEWAY.containPackage(ROOT + ".time")).isTrue();
    assertThat(GATEWAY.contain(getClass())).isFalse();
  }

  @Test
  void tableMustNameOnlyPackagesOfTheTable() {
    Set<String> known = PackageTable.MAY_USE.keySet();

    assertThat(PackageTable.MAY_USE.values())
        .allSatisfy(used -> assertThat(known).containsAll(used));
    assertThat(PackageTable.OWNERS.values()).allSatisfy(own -> assertThat(known).containsAll(own));
    assertThat(known).containsAll(PackageTable.OUTERMOST);
  }

  @Test
  void typesForApplicationsMustBeThereAndBeDocumented() throws IOException {
    String page = Files.readString(Path.of("docs/hooks.md"));

    assertThat(ApplicationTypes.NAMES)
        .allSatisfy(name -> assertThat(GATEWAY.contain(ROOT + '.' + name)).as(name).isTrue())
        .allSatisfy(
            name ->
                assertThat(page).contains('`' + name.substring(name.lastIndexOf('.') + 1) + '`'));
  }

  static Stream<String> names() {
    return RULES.keySet().stream();
  }
}
