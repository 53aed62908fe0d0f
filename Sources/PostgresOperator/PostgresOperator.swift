// PostgresOperator
