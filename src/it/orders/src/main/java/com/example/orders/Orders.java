package com.example.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The orders, in the database. */
@ApplicationScoped
@Transactional
public class Orders {
  @PersistenceContext(unitName = "orders")
  private EntityManager database;

  @Inject private Event<OrderChanged> changes;

  public OrderView place(String customer, String item) {
    CustomerOrder order = new CustomerOrder(customer, item);
    database.persist(order);
    database.flush();
    return tell(order);
  }

  public Optional<OrderView> change(long id, String status) {
    return find(id).map(order -> change(order, status));
  }

  public Optional<OrderView> of(String customer, long id) {
    return find(id).filter(order -> order.isOf(customer)).map(CustomerOrder::view);
  }

  private OrderView change(CustomerOrder order, String status) {
    order.become(status);
    if (status.isBlank()) {
      throw new IllegalArgumentException("an order always has a status"); // rolls back
    }
    return tell(order);
  }

  private Optional<CustomerOrder> find(long id) {
    return Optional.ofNullable(database.find(CustomerOrder.class, id));
  }

  private OrderView tell(CustomerOrder order) {
    changes.fire(new OrderChanged(order.view()));
    return order.view();
  }
}
