variable "name" {
  description = "Name of the service and family of its task definitions. deploy.service of slipway.yml."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,100}$", var.name))
    error_message = "A service's name has letters, digits, hyphens and underscores, 100 at most."
  }
}

variable "cluster" {
  description = "Name of the cluster. deploy.cluster of slipway.yml."
  type        = string
}

variable "strategy" {
  description = "deploy.strategy of slipway.yml: rolling (ECS replaces tasks, a few at a time), blue-green (CodeDeploy shifts the traffic) or ecs-blue-green (ECS itself shifts it). Another one later means another service."
  type        = string
  default     = "rolling"

  validation {
    condition     = contains(["rolling", "blue-green", "ecs-blue-green"], var.strategy)
    error_message = "Write rolling, blue-green or ecs-blue-green."
  }

  validation {
    condition     = var.strategy == "rolling" || var.load_balancer != null
    error_message = "Traffic can be shifted where there is a load balancer only: strategies blue-green and ecs-blue-green need load_balancer."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
}

variable "subnets" {
  description = "Ids of the tasks' subnets. deploy.network.subnets of slipway.yml."
  type        = list(string)

  validation {
    condition     = length(var.subnets) > 0
    error_message = "Tasks need a subnet."
  }
}

variable "public_ip" {
  description = "Whether tasks get a public address, by which they pull images in a subnet with a route to the internet. Nothing reaches them by it: their security group lets only the load balancer in. deploy.network.publicIp of slipway.yml."
  type        = bool
  default     = false
}

variable "load_balancer" {
  description = "The output load_balancer of the module of that name; null for a service that takes no requests."
  type = object({
    security_group     = string
    target_group       = string
    other_target_group = optional(string)
    target_groups      = list(string)
    listener           = string
    test_listener      = optional(string)
    rule               = optional(string)
    test_rule          = optional(string)
  })
  default = null
}

variable "container" {
  description = "Name and port of the container that takes the requests, as in the task definition. deploy.loadBalancer.container and port of slipway.yml."
  type = object({
    name = string
    port = optional(number, 80)
  })

  validation {
    condition     = var.container.port > 0 && var.container.port < 65536
    error_message = "A port is a number from 1 to 65535."
  }
}

variable "desired_count" {
  description = "Tasks that the service begins with. Later the number is Slipway's (deploy.desiredCount) or autoscaling's."
  type        = number
  default     = 1

  validation {
    condition     = var.desired_count >= 0 && floor(var.desired_count) == var.desired_count
    error_message = "Write a whole number, 0 or more."
  }
}

variable "capacity_providers" {
  description = "Capacity providers of the service, each with base and weight. Empty: launch type FARGATE."
  type = map(object({
    base   = optional(number, 0)
    weight = optional(number, 1)
  }))
  default = {}

  validation {
    condition     = length(var.capacity_providers) == 0 || var.strategy != "blue-green"
    error_message = "CodeDeploy needs the capacity providers in the appspec: with strategy blue-green leave capacity_providers empty."
  }
}

variable "execution_role_arn" {
  description = "ARN of the role that ECS starts the placeholder's tasks with."
  type        = string
}

variable "task_role_arn" {
  description = "ARN of the role that the placeholder's tasks act with; ECS asks for one where a shell can be opened in containers."
  type        = string
  default     = null
}

variable "internet" {
  description = "Whether tasks reach the internet: task_internet of the module network. If not, a placeholder_image that is not in ECR cannot be pulled, and the service begins without tasks."
  type        = bool
  default     = true

  validation {
    condition     = var.internet || var.strategy != "blue-green" || var.desired_count == 0 || can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[^/]+/", var.placeholder_image))
    error_message = "CodeDeploy deploys as many tasks as the service has, and these tasks cannot pull the placeholder: push it to a repository in ECR and name it in placeholder_image, or begin with desired_count = 0."
  }
}

variable "placeholder_image" {
  description = "Image that the service runs until its first deployment. It is nginx, or begins as that does: it is told to answer every request with 200."
  type        = string
  default     = "public.ecr.aws/nginx/nginx:1.29"
}

variable "shifting_role_arn" {
  description = "ARN of the role with which CodeDeploy (blue-green) or ECS (ecs-blue-green) shifts the traffic."
  type        = string
  default     = null

  validation {
    condition     = var.strategy == "rolling" || var.shifting_role_arn != null
    error_message = "Strategies blue-green and ecs-blue-green need shifting_role_arn."
  }
}

variable "code_deploy" {
  description = "For strategy blue-green: names of CodeDeploy's application and deployment group (deploy.codeDeploy of slipway.yml; null for the service's), the deployment configuration, minutes until the old tasks end, and minutes in which the test listener can be tried before the traffic shifts."
  type = object({
    application       = optional(string)
    deployment_group  = optional(string)
    configuration     = optional(string, "CodeDeployDefault.ECSAllAtOnce")
    termination_wait  = optional(number, 5)
    wait_for_approval = optional(number, 0)
    alarms            = optional(set(string), [])
  })
  default = {}
}

variable "bake_minutes" {
  description = "For strategy ecs-blue-green: minutes that the old tasks stay after the traffic has shifted, for a rollback without a start."
  type        = number
  default     = 5

  validation {
    condition     = var.bake_minutes >= 0 && var.bake_minutes <= 1440
    error_message = "Write 0 to 1440 minutes."
  }
}

variable "health_check_grace" {
  description = "Seconds after a task's start in which the load balancer's health checks do not count."
  type        = number
  default     = 60
}

variable "execute_command" {
  description = "Whether a shell can be opened in its containers (ECS Exec). The task role needs its permissions."
  type        = bool
  default     = false

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
  validation {
    condition     = !var.execute_command || var.task_role_arn != null
    error_message = "ECS creates no service with ECS Exec whose tasks have no role: execute_command needs task_role_arn."
  }
}

variable "tags" {
  description = "Tags of the service and its tasks."
  type        = map(string)
  default     = {}
}
