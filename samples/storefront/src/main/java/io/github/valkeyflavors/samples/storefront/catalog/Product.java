package io.github.valkeyflavors.samples.storefront.catalog;

import java.math.BigDecimal;

/**
 * What is known about a product and changes rarely; this is what the cache holds. The
 * stock changes with every order, so it is not part of it: see {@link Stock}.
 *
 * @param id the product's number
 * @param name the name
 * @param origin where it comes from and how much one gets
 * @param description a sentence or two
 * @param color the color of its picture, as a hexadecimal RGB value
 * @param price the price in euros
 * @since 0.1.0
 */
public record Product(long id, String name, String origin, String description, String color, BigDecimal price) {
}
