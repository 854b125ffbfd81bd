package io.heartwire.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Map;
import java.util.function.Predicate;

/** Asking the machine what time it is, or sleeping; called or passed on as a method reference. */
final class ReadsAClock extends DescribedPredicate<JavaAccess<?>> {
  private static final Map<String, Predicate<String>> METHODS =
      Map.of(
          "java.lang.System", name -> name.equals("nanoTime") || name.equals("currentTimeMillis"),
          "java.lang.Thread", name -> name.equals("sleep"),
          "java.util.concurrent.TimeUnit", name -> name.equals("sleep"),
          "java.util.concurrent.locks.LockSupport",
              name -> name.equals("parkNanos") || name.equals("parkUntil"),
          "java.util.Date", name -> name.equals("<init>"));

  ReadsAClock() {
    super("read a clock or sleep");
  }

  @Override
  public boolean test(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    if (owner.startsWith("java.time.")) {
      return name.equals("now") || name.startsWith("system") || name.startsWith("tick");
    }
    return METHODS.getOrDefault(owner, any -> false).test(name);
  }
}
