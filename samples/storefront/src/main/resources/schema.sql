create table if not exists products (
    id          bigint         primary key,
    name        varchar(60)    not null,
    origin      varchar(60)    not null,
    description varchar(400)   not null,
    color       char(7)        not null,
    price       decimal(10, 2) not null,
    stock       integer        not null check (stock >= 0)
);

create table if not exists rates (
    currency char(3)         primary key,
    rate     decimal(12, 4)  not null
);

create table if not exists orders (
    id         uuid                     primary key,
    customer   varchar(40)              not null,
    product_id bigint                   not null references products,
    quantity   integer                  not null check (quantity > 0),
    unit_price decimal(10, 2)           not null,
    status     varchar(9)               not null, -- pending, then confirmed or failed
    placed_at  timestamp with time zone not null default current_timestamp
);

create index if not exists orders_by_customer on orders (customer, placed_at);
