package io.heartwire.console;

import java.util.List;

/** A group of what the console's page can ask for; every bean of this type is part of it. */
interface ConsoleMethods {
  List<ConsoleMethod> methods();
}
