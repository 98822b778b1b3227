insert into products (id, name, origin, description, color, price, stock)
select * from (values
    (1, 'Smoked paprika', 'La Vera, Spain · 70 g', 'Peppers dried over oak smoke for two weeks, then stone-ground. Sweet first, campfire after.', '#b6402c', 4.90, 5000),
    (2, 'Green cardamom', 'Kerala, India · 40 g', 'Whole pods picked just before they ripen, so the seeds stay sticky and bright.', '#7d9a5b', 7.50, 2400),
    (3, 'Turmeric', 'Meghalaya, India · 80 g', 'Ground Lakadong root. Earthy, warm, and it will find your white shirt.', '#d9982b', 5.20, 3100),
    (4, 'Long pepper', 'Java, Indonesia · 50 g', 'The pepper of ancient Rome: slow heat, with a hint of cinnamon and cocoa.', '#5d4a42', 8.40, 860),
    (5, 'Sumac', 'Gaziantep, Türkiye · 75 g', 'Coarse-ground berries, tart as lemon. Over tomatoes, eggs or anything grilled.', '#8c2f4b', 4.60, 1750),
    (6, 'Blue poppy seed', 'Waldviertel, Austria · 120 g', 'Small, nutty and fresh. Grind it yourself, right before it meets the dough.', '#4f6280', 3.80, 4200),
    (7, 'Ceylon cinnamon', 'Matara, Sri Lanka · 60 g', 'Paper-thin quills rolled by hand. Light, floral, never sharp.', '#a9683a', 6.90, 1300),
    (8, 'Saffron', 'Khorasan, Iran · 1 g', 'Red threads only, from this autumn. Three of them color a whole pot of rice.', '#c4461f', 14.50, 3)
) where not exists (select 1 from products);

insert into rates (currency, rate)
select * from (values
    ('AUD', 1.7694), ('CAD', 1.6083), ('CHF', 0.9368), ('EUR', 1.0000), ('GBP', 0.8741),
    ('JPY', 178.6500), ('NOK', 11.6920), ('SEK', 10.9540), ('USD', 1.1587)
) where not exists (select 1 from rates);
