package io.heartwire.broker;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Spliterator;
import java.util.function.Predicate;

/**
 * A long list to which threads add while a test looks at it: whoever goes through it sees it as it
 * was when it began.
 */
final class GrowingList<T> extends AbstractList<T> {
  private final List<T> elements = new ArrayList<>();

  @Override
  public synchronized boolean add(T element) {
    return elements.add(element);
  }

  @Override
  public synchronized boolean removeIf(Predicate<? super T> filter) {
    return elements.removeIf(filter);
  }

  @Override
  public synchronized T get(int index) {
    return elements.get(index);
  }

  @Override
  public synchronized int size() {
    return elements.size();
  }

  @Override
  public synchronized boolean contains(Object element) {
    return elements.contains(element);
  }

  @Override
  public Iterator<T> iterator() {
    return copy().iterator();
  }

  @Override
  public ListIterator<T> listIterator(int index) {
    return copy().listIterator(index);
  }

  @Override
  public Spliterator<T> spliterator() {
    return copy().spliterator();
  }

  @Override
  public Object[] toArray() {
    return copy().toArray();
  }

  private synchronized List<T> copy() {
    return new ArrayList<>(elements);
  }
}
