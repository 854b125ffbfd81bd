package com.example.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** What a customer has ordered. */
@Entity
public class CustomerOrder {
  @Id @GeneratedValue private long id;
  private String customer;
  private String item;
  private String status;

  protected CustomerOrder() {}

  CustomerOrder(String customer, String item) {
    this.customer = customer;
    this.item = item;
    this.status = "received";
  }

  void become(String status) {
    this.status = status;
  }

  boolean isOf(String user) {
    return customer.equals(user);
  }

  OrderView view() {
    return new OrderView(id, item, status);
  }
}
