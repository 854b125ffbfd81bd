package io.heartwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Classes of integration tests run side by side in one process: what a base class keeps in a static
 * field, its subclasses would take from each other.
 */
class TestBasesTest {
  private static final ArchRule RULE =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat(basesOfClassesThatRunSideBySide())
          .should()
          .beFinal()
          .because("with @TestInstance(PER_CLASS) each class has its own");

  @Test
  void basesMustKeepNothingThatTheirSubclassesWouldShare() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("io.heartwire");

    RULE.check(tests.that(not(equivalentTo(Sharing.class))));
  }

  @Test
  void mustFindABaseThatDoes() {
    JavaClasses sharing = new ClassFileImporter().importClasses(Sharing.class);

    assertThat(RULE.evaluate(sharing).hasViolation()).isTrue();
  }

  private static DescribedPredicate<JavaClass> basesOfClassesThatRunSideBySide() {
    return DescribedPredicate.describe(
        "bases of classes that run side by side",
        each ->
            each.getModifiers().contains(ABSTRACT)
                && !each.isInterface()
                && !each.isAnnotatedWith(Isolated.class));
  }

  @SuppressWarnings("unused") // only looked at
  private abstract static class Sharing {
    static String server = "";
  }
}
