package io.heartwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** No other package has a type of the same simple name, so that a name means one thing. */
final class BeTheOnlyOneOfItsName extends ArchCondition<JavaClass> {
  private final Map<String, Set<String>> packages = new HashMap<>();

  BeTheOnlyOneOfItsName() {
    super("be the only one of its simple name");
  }

  @Override
  public void init(Collection<JavaClass> all) {
    for (JavaClass each : all) {
      packages
          .computeIfAbsent(each.getSimpleName(), name -> new TreeSet<>())
          .add(each.getPackageName());
    }
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Set<String> all = packages.get(type.getSimpleName());
    String message = "%s is in %s".formatted(type.getSimpleName(), all);
    events.add(new SimpleConditionEvent(type, all.size() == 1, message));
  }
}
